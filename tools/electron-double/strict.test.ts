import { expect, test } from 'vitest';
import { Strict, StrictEmitter, strict } from './strict.ts';

class Lamp extends StrictEmitter {
  #isOn = false;
  static count() {
    return 1;
  }
  isOn() {
    return this.#isOn;
  }
  toggle() {
    this.#isOn = !this.#isOn;
    this.emit('toggled', this.#isOn);
  }
}

test('an emitter keeps its private state, its events and its class', () => {
  const lamp = new Lamp();
  const received: boolean[] = [];
  lamp.on('toggled', (isOn) => received.push(isOn));
  lamp.toggle();
  expect([lamp.isOn(), received, lamp instanceof Lamp, Lamp.count()]).toEqual([true, [true], true, 1]);
});

test.each([
  ['Lamp.dim', new Lamp(), 'dim'],
  ['Lamp.all', Lamp, 'all'],
  ['shell.dim', strict('shell', {}), 'dim'],
  ['Cord.dim', new (class Cord extends Strict {})(), 'dim'],
])('%s is not modelled, and says so', (name, object, key) => {
  expect(() => Reflect.get(object, key)).toThrow(`electron double: ${name} is not modelled`);
});

test('what consoles and awaits look for is simply absent', async () => {
  const lamp = new Lamp();
  expect(await lamp).toBe(lamp);
  expect(JSON.stringify(strict('shell', { beep: 1 }))).toBe('{"beep":1}');
});
