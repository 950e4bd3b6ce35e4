import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './create-app.ts';
import { Window } from './window/Window.tsx';
import './styles/index.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has lost its root');
createRoot(root).render(
  <StrictMode>
    <Window app={createApp(window.parley, window.localStorage)} />
  </StrictMode>,
);
