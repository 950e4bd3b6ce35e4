import { WindowDialog } from '../components/WindowDialog.tsx';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { shell, preferences } = useApp();
  const command = shell.platform === 'darwin' ? '⌘' : 'Ctrl';
  const sends = preferences.get().enter === 'send';
  const { keyboard } = text;
  const rows: readonly (readonly [string, string])[] = [
    [`${command} K`, keyboard.jump],
    [`${command} N`, keyboard.new],
    ['Alt ↑ ↓', keyboard.nextConversation],
    ['Alt Shift ↑ ↓', keyboard.nextUnread],
    [`${command} 1 … 9`, keyboard.number],
    ['F6', keyboard.regions],
    ['Esc', keyboard.escape],
    ['End', keyboard.latest],
    [sends ? 'Enter' : `${command} Enter`, keyboard.send],
    [sends ? 'Shift Enter' : 'Enter', keyboard.newLine],
    ['/ … Tab', keyboard.complete],
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
