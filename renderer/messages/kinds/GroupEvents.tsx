/** A line for each thing that a member did at once. */
export function GroupEvents({ words }: { words: string }) {
  return words.split('\n').map((line) => (
    <p key={line} className="group-event">
      <bdi>{line}</bdi>
    </p>
  ));
}
