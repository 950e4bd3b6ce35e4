import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Report } from '../../engine/api/api.ts';
import type { Result } from '../../protocol/errors.ts';
import { reportId } from '../../protocol/ids.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { nameOf } from '../../view-models/names.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { useStore } from '../app/use-store.ts';
import { useTimes } from '../app/use-times.ts';
import { Problem } from '../components/Problem.tsx';

/** For owners of the server: what was reported, as this device has verified it. */
export function Reports() {
  const text = useText();
  const { engine, notices } = useApp();
  const [answer, setAnswer] = useState<Result<readonly Report[]>>();
  const load = useCallback(async () => setAnswer(await engine.call('reports', undefined)), [engine]);
  useEffect(() => void load(), [load]);

  async function remove({ id }: Report): Promise<void> {
    await notices.showRefusal(engine.call('deleteReport', { report: reportId.parse(id) }));
    await load();
  }

  if (!answer) return <p>{text.loading}</p>;
  if (!answer.ok) return <Problem>{refusalSentence(text, answer)}</Problem>;
  if (answer.value.length === 0) return <p className="field-hint">{text.reports.none}</p>;
  return (
    <>
      <p className="field-hint">{text.reports.hint}</p>
      <ul className="reports">
        {answer.value.map((report) => (
          <ReportCard key={report.id} report={report} onRemove={() => remove(report)} />
        ))}
      </ul>
    </>
  );
}

function ReportCard({ report, onRemove }: { report: Report; onRemove: () => void }) {
  const { reports } = useText();
  const times = useTimes();
  const { messenger } = useApp();
  const people = useStore(messenger, (state) => state.people);
  const name = nameOf(people, report.reported);
  return (
    <li className="report">
      <h3>
        <bdi>{name}</bdi> <bdi className="report-address">@{report.reported}</bdi>
      </h3>
      <p className="field-hint">
        <bdi>{reports.by(nameOf(people, report.reporter), times.date(report.at))}</bdi>,{' '}
        {reports.kinds[report.kind]}
      </p>
      <dl>
        {report.messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a report never change places
          <ReportedMessage key={index} message={message} />
        ))}
      </dl>
      <Button className="button small" aria-label={reports.removeThis(name)} onPress={onRemove}>
        {reports.remove}
      </Button>
    </li>
  );
}

function ReportedMessage({ message }: { message: Report['messages'][number] }) {
  const { reports } = useText();
  const times = useTimes();
  const { at, text, edit, reported, device, reason } = message;
  const kind = edit ? reports.edit : reported ? reports.reportedMessage : reports.earlier;
  return (
    <div className="reported" data-reported={reported}>
      <dt>
        {kind} · <time dateTime={at}>{times.recent(at)}</time>
        {device && (
          <>
            {' · '}
            <bdi>{device}</bdi>
          </>
        )}
      </dt>
      <dd dir="auto">{text ?? `${reports.unproven}: ${reason ?? ''}`}</dd>
    </div>
  );
}
