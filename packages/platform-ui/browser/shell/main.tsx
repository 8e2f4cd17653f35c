import { createRoot } from 'react-dom/client';
import { readSession } from '../data/session.js';
import { App } from './app.js';
import './shell.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App name={root.dataset['name'] ?? ''} />);
void readSession();
