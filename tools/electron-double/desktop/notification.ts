import type { NotificationAction, NotificationConstructorOptions } from 'electron';
import { createEvent } from '../electron-event.ts';
import { record } from '../state.ts';
import { StrictEmitter } from '../strict.ts';

export class Notification extends StrictEmitter {
  title: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  readonly actions: NotificationAction[];

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.actions = options.actions ?? [];
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    record('Notification.show', { title: this.title, body: this.body, silent: this.silent });
    setImmediate(() => this.emit('show', createEvent()));
  }

  close(): void {
    record('Notification.close', { title: this.title, body: this.body });
    setImmediate(() => this.emit('close', createEvent()));
  }
}
