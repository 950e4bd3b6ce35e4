// Messages as people format them.
import { startTestServer } from '../../../support/test-server.ts';
import { openConversation, person, personInWindow, say, write } from '../people.ts';
import type { Look } from './look.ts';

const code = '```ts\nexport function greet(name: string): string {\n  return "Hello, " + name;\n}\n```';

export async function formatting(look: Look): Promise<void> {
  const home = await startTestServer({ accounts: ['alice', 'Bob'] });
  const bob = await person(home, 'bob', 'Bob');
  const { page } = await personInWindow(home, 'alice');
  await say(
    bob,
    'alice',
    'The plan for **Friday**, ~~Thursday~~ *if it doesn’t rain*:\n\n1. meet at `gate 3`\n2. walk to the lake\n   - bring water\n   - and [the map](https://maps.example/lake)\n3. back by six',
    '> Who shot the sheriff?\n\nIt was ||the **deputy**, of course||, and everybody knew.',
    code,
  );
  await openConversation(page, /^Bob/);
  await page.getByRole('button', { name: 'Copy code' }).waitFor();
  await write(
    page,
    `**Seen.** I’d write it like this, see _https://a.example/style_:\n${code}\n> short\n\n||done||`,
  );
  await page
    .getByRole('gridcell', { name: /^You, Seen/ })
    .getByRole('img', { name: 'delivered' })
    .waitFor();
  await look(page, 'formatted');
  await page.getByRole('button', { name: 'Show the hidden text' }).first().click();
  await page.getByText('deputy').waitFor();
  await look(page, 'shown-spoiler');
}
