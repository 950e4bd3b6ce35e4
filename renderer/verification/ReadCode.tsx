import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { LONGEST_SAFETY_CODE } from '../../protocol/safety-code.ts';
import { refusalSentence } from '../../text/sentence.ts';
import { useText } from '../app/text.tsx';
import { Field } from '../components/Field.tsx';
import { Problem } from '../components/Problem.tsx';
import { Success } from '../components/Success.tsx';
import { readQrCode } from './read-qr-code.ts';
import type { Safety } from './use-safety.ts';

interface ReadCodeProps {
  readonly safety: Safety;
  readonly name: string;
}

interface Outcome {
  readonly problem?: string;
  readonly success?: string;
}

/** Reads the code that the other's screen shows: from a picture of it, or from its text. The app may use no camera. */
export function ReadCode({ safety, name }: ReadCodeProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({});

  async function compare(code: string): Promise<Outcome> {
    const verified = await safety.verify(code);
    return verified.ok
      ? { success: text.safety.matches(name) }
      : { problem: refusalSentence(text, verified) };
  }

  async function comparePicture(picture: Blob): Promise<Outcome> {
    const read = await readQrCode(picture);
    return 'fault' in read ? { problem: text.safety[read.fault] } : compare(read.text);
  }

  async function show(coming: Promise<Outcome>): Promise<void> {
    setOutcome({});
    setOutcome(await coming);
  }

  function onPaste(event: ClipboardEvent): void {
    const [picture] = event.clipboardData.files;
    if (!picture) return;
    event.preventDefault();
    show(comparePicture(picture));
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (typed.trim() !== '') show(compare(typed));
  }

  return (
    <section className="safety-read" aria-label={text.safety.read(name)}>
      <h3>
        <bdi>{text.safety.read(name)}</bdi>
      </h3>
      <form onSubmit={onSubmit} onPaste={onPaste}>
        <Field
          label={text.safety.pasted}
          hint={text.safety.pastedHint}
          value={typed}
          onChange={setTyped}
          maxLength={LONGEST_SAFETY_CODE}
          autoComplete="off"
        />
        <div className="safety-decision">
          <Button type="submit" className="button small" isDisabled={typed.trim() === ''}>
            {text.safety.compareCode}
          </Button>
          <FileTrigger
            acceptedFileTypes={['image/*']}
            onSelect={(files) => {
              const [picture] = files ?? [];
              if (picture) show(comparePicture(picture));
            }}
          >
            <Button className="button small">{text.safety.choosePicture}</Button>
          </FileTrigger>
        </div>
      </form>
      <Problem>{outcome.problem}</Problem>
      <Success>{outcome.success}</Success>
    </section>
  );
}
