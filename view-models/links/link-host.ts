// A link's text shows where it leads. When that text could pass for another host, the real one is shown beside it.

/** The letters of a label that is what it looks like: small Latin ones with or without accents, or East Asian ones. */
const latin = /^[a-z\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff\d-]+$/;
const eastAsian = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\d-]+$/u;

/** Of these a whole host is written in one, its last label too: `аррӏе.com` is five Cyrillic letters before Latin ones. */
const otherScripts = [
  ...['Arab', 'Armn', 'Beng', 'Cyrl', 'Deva', 'Ethi', 'Geor', 'Grek', 'Gujr', 'Guru', 'Hebr', 'Khmr', 'Knda'],
  ...['Laoo', 'Mlym', 'Mymr', 'Sinh', 'Taml', 'Telu', 'Thai', 'Tibt'],
].map((script) => new RegExp(`^[\\p{scx=${script}}\\d-]+$`, 'u'));

/** The host that `link` leads to, where its text doesn't show it; in Punycode, as nothing else can be taken for it. */
export function hostToShow(link: string, host: string): string | undefined {
  const written = writtenHost(link).toLowerCase();
  return written === host || isWhatItLooksLike(written, host) ? undefined : host;
}

/** From `scheme://host:port/…`, `www.host/…` or `name@host`. */
function writtenHost(link: string): string {
  return /^(?:[a-z]+:\/\/|[^/]*@)?(\[[^\]]*\]|[^/\\?#:]*)/i.exec(link)?.[1] ?? '';
}

function isWhatItLooksLike(written: string, host: string): boolean {
  const [labels, real] = [written.split('.'), host.split('.')];
  const isSame = (label: string, position: number) =>
    label === real[position] || (real[position]?.startsWith('xn--') && /[^\p{ASCII}]/u.test(label));
  if (labels.length !== real.length || !labels.every(isSame) || written !== written.normalize('NFKC'))
    return false;
  return (
    labels.every((label) => latin.test(label) || eastAsian.test(label)) ||
    otherScripts.some((script) => labels.every((label) => script.test(label)))
  );
}
