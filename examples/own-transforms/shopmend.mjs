#!/usr/bin/env node
import { main, transforms } from 'kustomend';
import { costCenter } from './cost-center.mjs';

await main({ transforms: [...transforms, costCenter] });
