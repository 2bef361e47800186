# cmake --install BUILD --prefix DIR gives a tree that works where it lies: programs in bin, LibTorch's libraries for the
# CPU in lib/marcie, found relative to the programs. `cpack` makes a .deb and a .tar.gz of it.
#
# The CUDA kernels (libtorch_cuda.so and NVIDIA's own libraries, several gigabytes) stay out: a GPU is used from the
# build folder, or by putting those libraries into lib/marcie.
include(GNUInstallDirs)
option(MARCIE_INSTALL_LIBTORCH "Install LibTorch's libraries, too; off where the system brings them" ON)

# Call before targets are made: programs look beside themselves once they are installed.
macro(marcie_prepare_install)
  set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}/marcie")
endmacro()

# Call at the end.
function(marcie_install)
  install(TARGETS marcie-cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
  if(TARGET marcie)
    install(TARGETS marcie RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
    set(_id org.marcie.Marcie)
    install(FILES "${CMAKE_SOURCE_DIR}/packaging/${_id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${CMAKE_SOURCE_DIR}/packaging/${_id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${CMAKE_SOURCE_DIR}/packaging/${_id}.svg"
            DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
  endif()
  if(MARCIE_INSTALL_LIBTORCH)
    get_filename_component(_torch "${LibTorch_CPU_LIBRARY}" DIRECTORY)
    foreach(_library IN ITEMS "${LibTorch_CPU_LIBRARY}" "${LibTorch_C10_LIBRARY}" "${_torch}/libgomp.so.1"
                              "${LibTorch_CUDART_DIR}/libcudart.so.13" "${LibTorch_CUPTI_DIR}/libcupti.so.13")
      # What the name leads to, under the name that is asked for.
      get_filename_component(_name "${_library}" NAME)
      get_filename_component(_file "${_library}" REALPATH)
      install(PROGRAMS "${_file}" DESTINATION "${CMAKE_INSTALL_LIBDIR}/marcie" RENAME "${_name}")
    endforeach()
  endif()
endfunction()

set(CPACK_PACKAGE_NAME "marcie")
set(CPACK_PACKAGE_VENDOR "The Marcie authors")
set(CPACK_PACKAGE_CONTACT "The Marcie authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Train picture classifiers with the help of text, and watch them learn")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGE_FILE_NAME "marcie-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # dependencies are what the programs are linked to
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${MARCIE_DEPS_DIR}/libtorch/torch/lib" "${LibTorch_CUDART_DIR}"
    "${LibTorch_CUPTI_DIR}")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-noto-cjk, qt6-translations-l10n, qt6-wayland")
include(CPack)
