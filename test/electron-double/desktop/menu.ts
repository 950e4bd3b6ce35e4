import { record, state } from '../state.ts';
import { Strict, StrictEmitter } from '../strict.ts';

type MenuItemType = 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio';
type Click = (item: MenuItem, window: unknown, event: object) => void;

interface MenuItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly sublabel?: string;
  readonly toolTip?: string;
  readonly type?: MenuItemType;
  readonly role?: string;
  readonly accelerator?: string;
  readonly icon?: unknown;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly registerAccelerator?: boolean;
  readonly submenu?: Menu | readonly MenuItemOptions[];
  readonly click?: Click;
}

export class MenuItem extends Strict {
  readonly id: string | undefined;
  readonly type: MenuItemType;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  readonly click: (event?: object, window?: unknown) => void;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;

  constructor(options: MenuItemOptions) {
    super();
    const { submenu } = options;
    this.id = options.id;
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    this.role = options.role;
    this.accelerator = options.accelerator;
    this.submenu =
      submenu === undefined || submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.label = options.label ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = (event = {}, window = state.focusedWindow) => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.checked = true;
      if (options.click) options.click(this, window, event);
      else if (this.role !== undefined) record('MenuItem.role', this.role);
    };
  }
}

export class Menu extends StrictEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly (MenuItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const entry of template) menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  /** Searches submenus as well. */
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup({ callback }: { readonly callback?: () => void } = {}): void {
    record(
      'Menu.popup',
      this.items.map(({ label }) => label),
    );
    this.emit('menu-will-show', {});
    callback?.();
  }

  closePopup(): void {
    this.emit('menu-will-close', {});
  }
}
