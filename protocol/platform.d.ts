// The two names this room takes from its platform; Node and browsers both have them.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label: 'utf-8', options: { fatal: true });
  decode(bytes: Uint8Array): string;
}
declare class URLSearchParams {
  get(name: string): string | null;
}
declare class URL {
  static canParse(text: string): boolean;
  constructor(text: string);
  protocol: string;
  host: string;
  hostname: string;
  pathname: string;
  port: string;
  username: string;
  password: string;
  searchParams: URLSearchParams;
}
