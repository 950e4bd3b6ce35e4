// Bounds on the server's resources for one connection, one network and all of them together.
import { limits, type RateLimit, rates } from '../../protocol/limits.ts';
import { descriptorLimit } from './descriptor-limit.ts';

export interface ConnectionLimits {
  /** Connections, with a session or without. */
  readonly inAll: number;
  /** Connections of one network that have no session. */
  readonly withoutSession: number;
  /** How long one without a session may ask for nothing. */
  readonly signInMilliseconds: number;
  readonly requestsUnderWay: number;
  /** With more than this waiting to be sent, nothing more is read from a connection. */
  readonly pauseBytes: number;
  /** With more than this it is closed. */
  readonly closeBytes: number;
  /** Where all that wait come to more than this, those are closed that have much waiting. */
  readonly closeBytesOfAll: number;
  readonly refusals: RateLimit;
}

/** A quarter of the descriptors stays free for the store, which opens files while it is asked. */
export function defaultConnectionLimits(descriptors: number = descriptorLimit()): ConnectionLimits {
  const inAll = Math.floor((descriptors * 3) / 4);
  return {
    inAll,
    withoutSession: Math.min(1_024, Math.floor(inAll / 4)),
    signInMilliseconds: limits.signInMilliseconds,
    requestsUnderWay: limits.requestsUnderWay,
    pauseBytes: 2_097_152,
    closeBytes: 33_554_432,
    closeBytesOfAll: 268_435_456,
    refusals: rates.refusal,
  };
}
