//! Serving the pages: the router of all slices inside the platform's outer layer.

use crate::accounts::Sessions;
use crate::app::App;
use axum::Router;
use platform::web::{Frame, Identify, wrap};
use platform::{Problem, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// All pages, ready to serve to those who logged in.
pub fn router(app: &App) -> Router {
    router_for(app, Arc::new(Sessions(app.clone())))
}

/// All pages, for whomever `identify` says the reader is.
pub(crate) fn router_for(app: &App, identify: Arc<dyn Identify>) -> Router {
    let pages = crate::SLICES.iter().fold(Router::new(), |router, slice| router.merge(slice.pages()));
    let mut slices = crate::SLICES.to_vec();
    slices.sort_by_key(|slice| slice.menu_rank());
    let frame =
        Frame { words: app.words().clone(), menu: slices.iter().filter_map(|slice| slice.menu()).collect(), identify };
    wrap(pages.with_state(app.clone()), frame)
}

/// Listens on an address; port 0 takes any free one.
pub async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        Problem::refuse(
            format!("Không mở được địa chỉ {address}: {error}."),
            "Chọn cổng khác bằng --listen, ví dụ --listen 127.0.0.1:8081.",
        )
    })
}

/// Serves until the process is told to stop; requests in hand are answered first.
pub async fn serve(app: &App, listener: TcpListener) -> Result<()> {
    // Nobody waits for it at the start, and nobody later.
    let ahead = app.clone();
    tokio::task::spawn_blocking(move || crate::places::warm_up(&ahead));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop_signal()).await.map_err(Problem::from)
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    drop(interrupt.await);
}
