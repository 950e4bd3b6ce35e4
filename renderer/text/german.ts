import { type Catalogue, english } from './english.ts';

export const german: Catalogue = { ...english, language: 'de', languageName: 'Deutsch' };
