// Messages in many languages, the same for the same seed.

/** Words and sentences as people write them; those of one line go together. */
const vocabulary: readonly (readonly string[])[] = [
  'Die Straße ist gesperrt Größe Übermut Fuß fällt café naïve STRASSE Donaudampfschifffahrt'.split(' '),
  'the quick brown fox jumps over a lazy dog it’s don’t re-enter co-operate Ångström résumé'.split(' '),
  ['東京', 'とうきょう', '会議は明日です', 'ガッコウ', 'がっこう', 'ﾊﾟｿｺﾝ', 'パソコン', '，', '駅'],
  ['北京', '我们', '明天见', '图书馆', '學習', '学习', '的', '中华人民共和国', '鬱'],
  ['안녕하세요', '한국어', '회의', '내일', '만나요', '밥', '\u1112\u1161\u11ab\u1100\u116e\u11a8'],
  ['مُحَمَّد', 'محمد', 'السلام', 'عليكم', 'أهلا', 'اهلا', 'ســلام', 'كتاب', 'שָׁלוֹם', 'שלום'],
  ['std::vector<int>', 'foo-bar', '"quoted', 'a*b', 'x^2', 'NEAR(a)', 'SELECT * FROM', "it's", '{}', '-->'],
  ['🎉', '👍🏽', '👨‍👩‍👧', '❤️', '☃', '🇩🇪', '😀😀', '🎉🎉🎉', 'ok', 'a', 'I', '1', '42', '½', 'ﬁne', 'Ⅳ'],
  ['привет', 'МОСКВА', 'ёлка', 'елка', 'Σίσυφος', 'ΟΔΥΣΣΕΥΣ', 'हिन्दी', 'สวัสดี', 'İstanbul', 'ışık'],
];
const between = [' ', ' ', ' ', '  ', '\n', '', '\u00a0', '\u00ad', ', '];

/** A pseudo-random generator (mulberry32): whole numbers below a bound. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function writtenText(random: (below: number) => number): string {
  const language = vocabulary[random(vocabulary.length)] ?? [];
  let text = '';
  for (let words = 1 + random(12); words > 0; words -= 1) {
    const source = random(8) === 0 ? (vocabulary[random(vocabulary.length)] ?? []) : language;
    text += `${source[random(source.length)]}${between[random(between.length)]}`;
  }
  return text.trim() === '' ? 'ok' : text;
}

/** A part of a text, of one to about ten characters, such as a user looks for. */
export function partOf(text: string, random: (below: number) => number): string {
  const characters = [...text];
  const start = random(characters.length);
  return characters.slice(start, start + 1 + random(random(3) === 0 ? 10 : 4)).join('');
}
