"""Reminds a person who writes `remind me in 10 min to drink tea`. What is pending is forgotten when it ends."""
import re, threading
from parley import Parley

SECONDS = {"s": 1, "min": 60, "h": 3600}
bot = Parley()
for message in bot.texts():
    conversation = message["conversation"]
    asked = re.fullmatch(r"remind me in (\d{1,4}) ?(s|min|h) to (.+)", message["text"])
    if not asked:
        bot.call("send", conversation=conversation, text="Write: remind me in 10 min to drink tea")
        continue
    count, unit, what = asked.groups()
    later = {"conversation": conversation, "text": f"Reminder: {what}", "replyTo": message["id"]}
    threading.Timer(int(count) * SECONDS[unit], bot.call, args=["send"], kwargs=later).start()
