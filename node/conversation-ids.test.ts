import { expect, test } from 'vitest';
import { address, serverName } from '../protocol/ids.ts';
import { directConversationId, lobbyId } from './conversation-ids.ts';

const [alice, bob] = [address.parse('alice@parley.example'), address.parse('bob@parley.example')];

test('both sides of a direct conversation derive the same id', () => {
  expect(directConversationId(alice, bob)).toBe(directConversationId(bob, alice));
});

test('a note to self, every pair and every lobby are conversations of their own', () => {
  const carol = address.parse('carol@parley.example');
  const ids = [
    directConversationId(alice),
    directConversationId(bob),
    directConversationId(alice, bob),
    directConversationId(alice, carol),
    lobbyId(serverName.parse('parley.example')),
    lobbyId(serverName.parse('other.example')),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(directConversationId(alice, alice)).toBe(directConversationId(alice));
});
