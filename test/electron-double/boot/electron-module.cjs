'use strict';
// What `import … from 'electron'` and `require('electron')` answer; boot.ts and utility-boot.ts made it.
module.exports = globalThis[Symbol.for('electron-double')];
// Never runs: Node reads the names of an ES import from it.
0 &&
  // biome-ignore lint/suspicious/noAssignInExpressions: the one form that the reader understands.
  (module.exports = {
    app,
    BrowserWindow,
    clipboard,
    dialog,
    ipcMain,
    Menu,
    MenuItem,
    MessageChannelMain,
    nativeImage,
    nativeTheme,
    net,
    Notification,
    powerMonitor,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
    utilityProcess,
    webContents,
  });
