import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { networkAddresses } from './addresses.ts';

const common = { netmask: '', mac: '', cidr: null };
const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...common,
  ...{ family: 'IPv4', address, internal },
});
const ipv6: NetworkInterfaceInfo = {
  ...common,
  ...{ family: 'IPv6', address: '2001:db8::7', internal: false, scopeid: 0 },
};

test('lists only the addresses that other computers on the network can reach', () => {
  const interfaces = {
    lo: [ipv4('127.0.0.1', true)],
    eth0: [ipv6, ipv4('192.168.1.7')],
    wlan0: [ipv4('10.0.0.7')],
  };
  expect(networkAddresses(interfaces, 5002)).toEqual(['http://192.168.1.7:5002', 'http://10.0.0.7:5002']);
});

test('without a network there are no addresses', () => {
  expect(networkAddresses({ lo: [ipv4('127.0.0.1', true)] }, 5002)).toEqual([]);
});
