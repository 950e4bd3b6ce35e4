import type { Conversation } from '../../engine/api/api.ts';

export interface GroupDialogProps {
  readonly group: Conversation;
  readonly onClose: () => void;
}
