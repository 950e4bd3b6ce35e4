// What accounts have reported, until an owner removes it. A report names places in a log: the frames are the server's own
// copies, so that a reporter can add nothing to them, and are kept even if the log loses them.
import { ok, type Result, refuse } from '../../protocol/errors.ts';
import type { Username } from '../../protocol/ids.ts';
import type { Handlers } from '../gateway/handlers.ts';
import { fileReport } from './file-report.ts';
import { type ReportDependencies, ReportShelf } from './report-shelf.ts';

export interface Reports {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `reports:${string}`>>;
}

export function createReports(dependencies: ReportDependencies): Reports {
  const { directory } = dependencies;
  const shelf = new ReportShelf(dependencies.store);

  function asOwner<T>(username: Username, task: () => Promise<Result<T>>): Promise<Result<T>> {
    return directory.find(username)?.role === 'owner' ? task() : Promise.resolve(refuse('not-allowed'));
  }

  return {
    handlers: {
      'reports:file': (request, { session }) =>
        fileReport(dependencies, shelf, request, directory.addressOf(session.username)),
      'reports:list': ({ after }, { session }) =>
        asOwner(session.username, async () => ok(await shelf.page(after))),
      'reports:remove': ({ report }, { session }) => asOwner(session.username, () => shelf.remove(report)),
    },
  };
}
