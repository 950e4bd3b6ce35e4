/** The shape of a catalogue, whatever its words are. */
export type Widened<T> = T extends string
  ? string
  : T extends (...args: infer Arguments) => string
    ? (...args: Arguments) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };
