// The conversations that are in memory: the least recently used one goes, never one that is in use. One that
// doesn't exist goes at once: requests for made-up ids push nothing out.
import type { ConversationId } from '../../../protocol/ids.ts';
import { type Conversation, isNothing } from './conversation.ts';

const CAPACITY = 4_096;

interface Slot {
  readonly loading: Promise<Conversation>;
  conversation: Conversation | undefined;
  users: number;
}

export interface Cache {
  /** Runs a task on a conversation, which stays in memory until the task has ended. */
  use<T>(id: ConversationId, task: (conversation: Conversation) => T | Promise<T>): Promise<T>;
  loaded(): Iterable<Conversation>;
}

export function createCache(
  load: (id: ConversationId) => Promise<Conversation>,
  capacity: number = CAPACITY,
): Cache {
  const slots = new Map<ConversationId, Slot>();

  async function fill(id: ConversationId): Promise<Conversation> {
    try {
      return await load(id);
    } catch (error) {
      slots.delete(id);
      throw error;
    }
  }

  function slotFor(id: ConversationId): Slot {
    const slot = slots.get(id) ?? { loading: fill(id), conversation: undefined, users: 0 };
    slots.delete(id);
    slots.set(id, slot);
    return slot;
  }

  function forget(id: ConversationId, slot: Slot): void {
    if (slots.get(id) === slot) slots.delete(id);
  }

  function evict(): void {
    if (slots.size <= capacity) return;
    for (const [id, slot] of slots) {
      if (slot.users > 0) continue;
      slots.delete(id);
      return;
    }
  }

  return {
    use: async (id, task) => {
      const slot = slotFor(id);
      slot.users += 1;
      try {
        slot.conversation ??= await slot.loading;
        return await task(slot.conversation);
      } finally {
        slot.users -= 1;
        if (slot.users === 0 && slot.conversation && isNothing(slot.conversation)) forget(id, slot);
        evict();
      }
    },
    loaded: function* () {
      for (const { conversation } of slots.values()) if (conversation) yield conversation;
    },
  };
}
