/** What JSON can hold. A value that JSON lacks travels as `{ $: tag, v: … }`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Tagged {
  readonly $: string;
  readonly v: Json;
}
