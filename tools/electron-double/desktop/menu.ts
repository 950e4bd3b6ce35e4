import type { MenuItemConstructorOptions } from 'electron';
import { record, state } from '../state.ts';
import { Strict, StrictEmitter } from '../strict.ts';
import { performRole } from './menu-roles.ts';

// Electron's own options, with the double's classes in the place of Electron's.
interface MenuItemOptions extends Omit<MenuItemConstructorOptions, 'submenu' | 'click' | 'icon'> {
  readonly icon?: unknown;
  readonly submenu?: Menu | readonly MenuItemOptions[];
  readonly click?: (item: MenuItem, window: unknown, event: object) => void;
}

export class MenuItem extends Strict {
  readonly id: string;
  readonly type: NonNullable<MenuItemOptions['type']>;
  readonly role?: NonNullable<MenuItemOptions['role']>;
  readonly accelerator: string | null;
  readonly submenu?: Menu;
  readonly click: (event?: object, window?: unknown) => void;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;

  constructor(options: MenuItemOptions) {
    super();
    const { submenu } = options;
    this.id = options.id ?? '';
    this.type = options.type ?? (submenu ? 'submenu' : 'normal');
    if (options.role !== undefined) this.role = options.role;
    this.accelerator = options.accelerator ?? null;
    if (submenu) this.submenu = submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.label = options.label ?? options.role ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = (event = {}, window = state.focusedWindow) => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.checked = true;
      if (options.click) options.click(this, window, event);
      else if (this.role !== undefined && !performRole(this.role)) record('MenuItem.role', this.role);
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
