// Says everything again, and answers the command `!time`.
import { connect } from './parley.ts';

const bot = await connect();
bot.onText(({ conversation, id, text }) => {
  const said = text === '!time' ? new Date().toISOString() : text;
  bot.call('send', { conversation, text: said, replyTo: id });
});
