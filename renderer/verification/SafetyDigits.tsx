/** The safety number, in twelve groups of five digits. */
export function SafetyDigits({ digits }: { digits: string }) {
  return (
    <p className="safety-number" dir="ltr">
      {digits.split(' ').map((group, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a group is its meaning
        <span key={position}>{group}</span>
      ))}
    </p>
  );
}
