// What a toast in Windows' notification centre opens: by then the process that has shown it may be gone.
const BEGINNING = 'parley:conversation/';
/** As long as an id may be that the window is given. */
const LONGEST_ID = 200;

export function noticeLink(conversation: string): string {
  return `${BEGINNING}${encodeURIComponent(conversation)}`;
}

/** The conversation that such a link names. Anyone may have written the link: the window opens what it knows. */
export function readNoticeLink(text: string): string | undefined {
  const id = text.startsWith(BEGINNING) ? text.slice(BEGINNING.length) : '';
  return /^[\w-]+$/.test(id) && id.length <= LONGEST_ID ? id : undefined;
}
