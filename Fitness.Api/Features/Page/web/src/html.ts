import htm from 'htm';
import { h, type VNode } from 'preact';

/** What components are written with: https://github.com/developit/htm. */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
