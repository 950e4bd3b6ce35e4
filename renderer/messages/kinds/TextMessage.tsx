import { LinkedText } from './LinkedText.tsx';

export function TextMessage({ words }: { words: string }) {
  return (
    <div className="bubble">
      <p dir="auto">
        <LinkedText text={words} />
      </p>
    </div>
  );
}
