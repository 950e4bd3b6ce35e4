// Reminds a person who writes `remind me in 10 min to drink tea`. What is pending is forgotten when it ends.
import { connect } from './parley.ts';

const seconds = new Map([
  ['s', 1],
  ['min', 60],
  ['h', 3_600],
]);
const bot = await connect();
bot.onText(({ conversation, id, text }) => {
  const [, count, unit = '', what] = /^remind me in (\d{1,4}) ?(s|min|h) to (.+)$/.exec(text) ?? [];
  if (what === undefined) {
    bot.call('send', { conversation, text: 'Write: remind me in 10 min to drink tea' });
    return;
  }
  const later = { conversation, text: `Reminder: ${what}`, replyTo: id };
  setTimeout(() => bot.call('send', later), Number(count) * (seconds.get(unit) ?? 1) * 1_000);
});
