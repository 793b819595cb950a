export { PrivateLayout as default } from '../private-layout';
