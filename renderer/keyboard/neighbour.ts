interface Listed {
  readonly id: string;
  readonly unread: number;
}

/** The conversation above or below in the list, around its ends; optionally among the unread ones. */
export function neighbour(
  conversations: readonly Listed[],
  open: string | undefined,
  step: 1 | -1,
  unreadOnly: boolean,
): string | undefined {
  const at = conversations.findIndex(({ id }) => id === open);
  const start = at < 0 && step < 0 ? 0 : at;
  for (let distance = 1; distance <= conversations.length; distance += 1) {
    const index = (start + step * distance + conversations.length * 2) % conversations.length;
    const candidate = conversations[index];
    if (candidate && candidate.id !== open && (!unreadOnly || candidate.unread > 0)) return candidate.id;
  }
  return undefined;
}
