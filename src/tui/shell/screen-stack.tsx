import { Box } from 'ink';
import { Activity } from 'react';
import { Section } from '../components/section.tsx';
import { keptRoutes, type Routes } from '../context/routes.ts';
import { RouteScreen } from './registry.tsx';

/** The shown screen, and those that stay, asleep: they keep their rows and ask nothing, so that coming back takes one frame. */
export function ScreenStack(props: {
  readonly routes: Routes;
  readonly width: number;
  readonly height: number;
  /** False if there is no room for any screen. */
  readonly isShown: boolean;
  readonly isActive: boolean;
  readonly isTyping: boolean;
  readonly isUtc: boolean;
  /** Number of times that a person asked for all of the screen anew. */
  readonly reads: number;
}) {
  const { routes, width, height, isActive, isTyping, isUtc, reads } = props;
  return (
    <Box height={props.isShown ? height : 0} width={width} flexShrink={0} flexDirection="column">
      {keptRoutes(routes).map(({ key, route, isShown }) => {
        const isVisible = props.isShown && isShown;
        return (
          <Activity key={key} mode={isVisible ? 'visible' : 'hidden'}>
            <Section kind="screen" id={`${key} ${reads}`} />
            <RouteScreen
              route={route}
              width={width}
              height={height}
              isActive={isActive && isVisible}
              isTyping={isTyping && isShown}
              isUtc={isUtc}
              waitingFilter={routes.filter}
            />
          </Activity>
        );
      })}
    </Box>
  );
}
