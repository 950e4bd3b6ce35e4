// What the preload's world and the main process send each other, as JSON, through one binding and one function.
import type { Json } from '../clone/json.ts';

/** A key as webContents' before-input-event reports it. */
interface KeyInput {
  readonly type: 'keyDown' | 'keyUp';
  readonly key: string;
  readonly code: string;
  readonly isAutoRepeat: boolean;
  readonly isComposing: boolean;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Port ids that a page makes up are negative; those that main made are positive. */
export type FromPage =
  | {
      readonly kind: 'send';
      readonly channel: string;
      readonly args: Json;
      readonly ports: readonly number[];
    }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: Json }
  | { readonly kind: 'port'; readonly id: number; readonly message: Json; readonly ports: readonly number[] }
  | { readonly kind: 'port-closed'; readonly id: number }
  | {
      readonly kind: 'permission';
      readonly id: number;
      readonly ask: 'request' | 'check';
      readonly permission: string;
    }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'key'; readonly input: KeyInput }
  | { readonly kind: 'preload-error'; readonly error: Json };

export type ToPage =
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly args: Json;
      readonly ports: readonly number[];
    }
  | { readonly kind: 'reply'; readonly id: number; readonly value: Json }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string }
  | { readonly kind: 'port'; readonly id: number; readonly message: Json; readonly ports: readonly number[] }
  | { readonly kind: 'port-closed'; readonly id: number };
