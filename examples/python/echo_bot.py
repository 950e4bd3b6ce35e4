"""Says everything again, and answers the command `!time`."""
from datetime import datetime, timezone
from parley import Parley

bot = Parley()
for message in bot.texts():
    text = message["text"]
    if text == "!time":
        text = datetime.now(timezone.utc).isoformat(timespec="seconds")
    bot.call("send", conversation=message["conversation"], text=text, replyTo=message["id"])
