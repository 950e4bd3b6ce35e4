; What the app itself has registered for its user goes with it, but not when a newer version takes its place.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\parley"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "chat.parley.desktop"
  ${endIf}
!macroend
