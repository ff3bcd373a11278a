import { render } from 'preact';
import { App } from './components/App.ts';
import { html } from './html.ts';
import { watchPlace } from './state/place.ts';

render(html`<${App} />`, document.body);
void watchPlace();
