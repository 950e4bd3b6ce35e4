import { Label, Radio, RadioGroup, Text } from 'react-aria-components';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in view. */
export function Choice<Value extends string>({ label, hint, value, options, onChange }: ChoiceProps<Value>) {
  const names = Object.keys(options) as Value[]; // The keys of a record of Value are Values.
  return (
    <RadioGroup className="choice" value={value} onChange={(chosen) => onChange(chosen as Value)}>
      <Label>{label}</Label>
      {names.map((name) => (
        <Radio key={name} value={name}>
          {options[name]}
        </Radio>
      ))}
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
    </RadioGroup>
  );
}
