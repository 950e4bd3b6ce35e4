/** The event object that Electron hands to listeners first; `preventDefault` keeps the default from happening. */
export interface ElectronEvent {
  defaultPrevented: boolean;
  preventDefault(): void;
}

/** A fresh event that carries `details` beside Electron's own members. */
export function createEvent<T extends object>(details: T = {} as T): ElectronEvent & T {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}
