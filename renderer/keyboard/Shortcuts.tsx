import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { WindowDialog } from '../components/WindowDialog.tsx';
import { commandKey } from './command-key.ts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { shell, preferences } = useApp();
  const sends = preferences.get().enter === 'send';
  const { keyboard } = text;
  const { shift, end } = keyboard;
  const command = commandKey(text, shell);
  const rows: readonly (readonly [string, string])[] = [
    [`${command} K`, keyboard.jump],
    [`${command} F`, keyboard.search],
    [`${command} ${shift} F`, keyboard.searchHere],
    [`${command} N`, keyboard.new],
    [`${command} ${shift} N`, keyboard.newGroup],
    ['Alt ↑ ↓', keyboard.nextConversation],
    [`Alt ${shift} ↑ ↓`, keyboard.nextUnread],
    [`${command} 1 … 9`, keyboard.number],
    ['F6', keyboard.regions],
    ['Esc', keyboard.escape],
    [end, keyboard.latest],
    [sends ? 'Enter' : `${command} Enter`, keyboard.send],
    [sends ? `${shift} Enter` : 'Enter', keyboard.newLine],
    ['/ … Tab', keyboard.complete],
    [`${command} B, I, E`, keyboard.marks],
    [`${shift} ↑ ↓`, keyboard.select],
    [`${command} ,`, keyboard.settings],
    [`${command} /`, keyboard.sheet],
  ];
  return (
    <WindowDialog title={keyboard.title} onClose={onClose}>
      <dl className="shortcuts">
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </WindowDialog>
  );
}
