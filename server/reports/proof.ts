import { type ProvenFrame, proveFrame } from '../../node/reported-frame.ts';
import type { Address } from '../../protocol/ids.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import type { FiledReport } from '../../protocol/reports.ts';
import { checkManifest } from '../devices/manifest-check.ts';
import type { Directory } from '../people/directory.ts';

type Reported = Pick<FiledReport, 'conversation' | 'sender' | 'frames'>;

/** What each frame of a report proves, by the sender's published manifest, which lists all devices that there have been. */
export async function proveReport(
  directory: Directory,
  { conversation, sender, frames }: Reported,
): Promise<readonly ProvenFrame[]> {
  const manifest = await manifestOf(directory, sender);
  return frames.map((frame) =>
    manifest ? proveFrame({ conversation, ...frame }, manifest) : { ok: false, reason: 'unknown-device' },
  );
}

async function manifestOf(directory: Directory, sender: Address): Promise<Manifest | undefined> {
  const entry = directory.at(sender);
  const document = entry && (await directory.manifest(entry.username));
  const checked = document && checkManifest(document, entry.username, directory.serverName);
  return checked?.ok ? checked.value : undefined;
}
