import { type ProvenFrame, proveFrame } from '../../node/reported-frame.ts';
import type { Address } from '../../protocol/ids.ts';
import type { ManifestHistory } from '../../protocol/manifest.ts';
import type { FiledReport } from '../../protocol/reports.ts';
import { checkManifest, parseManifest } from '../devices/manifest-check.ts';
import type { Directory } from '../people/directory.ts';

type Reported = Pick<FiledReport, 'conversation' | 'sender' | 'frames'>;

/** What each frame of a report proves, by the sender's published manifests, which list all devices that there have been. */
export async function proveReport(
  directory: Directory,
  { conversation, sender, frames }: Reported,
): Promise<readonly ProvenFrame[]> {
  const history = await historyOf(directory, sender);
  return frames.map((frame) =>
    history ? proveFrame({ conversation, ...frame }, history) : { ok: false, reason: 'unknown-device' },
  );
}

async function historyOf(directory: Directory, sender: Address): Promise<ManifestHistory | undefined> {
  const entry = directory.at(sender);
  const document = entry && (await directory.manifest(entry.username));
  if (!document) return;
  const checked = checkManifest(document, entry.username, directory.serverName);
  if (!checked.ok) return;
  const former = await directory.formerManifests(entry.username);
  return { manifest: checked.value, former: former.map(parseManifest) };
}
