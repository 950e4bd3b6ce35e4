export function GroupEvents({ words }: { words: string }) {
  return <p className="group-events">{words}</p>;
}
