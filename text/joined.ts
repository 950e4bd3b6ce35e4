/** `a`, `a and b`, `a, b and c`: the word before the last is the language's own. */
export function joined(words: readonly string[], and: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}
