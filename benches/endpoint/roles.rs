//! Servers to compare with, each in a process of its own.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use gradewright::intake::{self, App, Limits};
use gradewright::render::{Options, Renderer};
use gradewright::server;
use gradewright::store::{Settings, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::process::Server;
use super::site;

const ROLE: &str = "GRADEWRIGHT_BENCH_ROLE";
const SITE: &str = "GRADEWRIGHT_BENCH_SITE";

/// What this process was started for.
pub(crate) enum Role {
    /// Parses a JSON body and sends it back.
    Echo,
    /// The endpoint with at most so many responses a commit.
    Endpoint { site: PathBuf, group: usize },
}

pub(crate) fn asked() -> Option<Role> {
    let role = std::env::var(ROLE).ok()?;
    match role.as_str() {
        "echo" => Some(Role::Echo),
        group => Some(Role::Endpoint {
            site: std::env::var_os(SITE)?.into(),
            group: group.parse().ok()?,
        }),
    }
}

impl Role {
    pub(crate) fn start(&self) -> Server {
        let mut command = Command::new(std::env::current_exe().unwrap());
        match self {
            Self::Echo => command.env(ROLE, "echo"),
            Self::Endpoint { site, group } => command.env(ROLE, group.to_string()).env(SITE, site),
        };
        Server::start(command)
    }

    pub(crate) fn serve(self) {
        let router = match self {
            Self::Echo => Router::new().route(&format!("/responses/{}", site::GRADER), post(echo)),
            Self::Endpoint { site, group } => {
                let settings = Settings {
                    group,
                    ..Settings::default()
                };
                let store = Store::open_with(&site.join("data/gradewright.sqlite"), settings).unwrap();
                let renderer = Renderer::new(Arc::new(site::read(&site)), Options::default()).unwrap();
                let (keep, renderer) = watch::channel(Arc::new(renderer));
                std::mem::forget(keep);
                intake::router(App {
                    renderer,
                    store,
                    limits: Limits::default(),
                })
            }
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            println!("Listening on http://{}/", listener.local_addr().unwrap());
            server::serve(listener, router, std::future::pending())
                .await
                .unwrap();
        });
    }
}

async fn echo(body: Bytes) -> Response {
    match serde_json::from_slice::<serde_json::Value>(&body) {
        Ok(body) => (
            [(CONTENT_TYPE, "application/json")],
            serde_json::to_vec(&body).unwrap(),
        )
            .into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
