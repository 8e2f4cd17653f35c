import { AppModule } from '@symphony-ts/extension';
import { DemoWidgets } from './demo-widgets.js';
import { Gauge } from './gauge.js';

@AppModule({ extensions: [DemoWidgets], providers: [Gauge] })
export class App {}
