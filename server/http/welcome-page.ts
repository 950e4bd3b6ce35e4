// What a browser gets at the server's address: a page of its own that loads nothing and runs nothing.
import { createHash } from 'node:crypto';
import type { Answer } from './router.ts';

const style = `
:root { color-scheme: light dark; --bg: #faf9f6; --panel: #fff; --line: #e4e1d8; --text: #22211e; --muted: #5f5c54; --mark: #0b6b68; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #171614; --panel: #201f1c; --line: #37352f; --text: #eceae4; --muted: #aaa69b; --mark: #58b9b3; }
}
body { display: grid; place-items: center; min-height: 100vh; margin: 0; padding: 24px; box-sizing: border-box;
  background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; padding: 28px; border: 1px solid var(--line); border-radius: 14px; background: var(--panel); }
svg { width: 34px; height: 36px; }
h1 { margin: 12px 0 8px; font-size: 1.35rem; }
p { margin: 0 0 10px; }
p:last-child { margin: 0; color: var(--muted); }
.first { fill: var(--mark); }
.second { fill: #d98841; }
`;

const markup = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Parley server</title>
<style>${style}</style>
<main>
<svg viewBox="0 0 34 36" aria-hidden="true"><path class="second" d="M27 11h1a5 5 0 0 1 5 5v7a5 5 0 0 1-3 4.600V34l-6-6H15a6 6 0 0 1-5.700-4.100L11 22h10a6 6 0 0 0 6-6Z"/><path class="first" d="M6 0h13a5 5 0 0 1 5 5v9a5 5 0 0 1-5 5h-9l-5 5v-5.100A5 5 0 0 1 1 14V5a5 5 0 0 1 5-5Z"/></svg>
<h1>This is a Parley server</h1>
<p>To join it, open the Parley app, paste this page’s address there, and choose Connect. With an invite link, paste the link instead.</p>
<p>No app yet? Ask the person who told you this address for it.</p>
</main>
</html>
`;

const styleHash = createHash('sha256').update(style).digest('base64');

export const welcomePage: Answer = {
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: markup,
};
